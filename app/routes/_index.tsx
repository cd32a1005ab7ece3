export default function Index() {
	return <p>Click-To-Call-In</p>;
}
