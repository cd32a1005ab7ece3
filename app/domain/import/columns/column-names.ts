/**
 * What a column's name says (I8). `number` and `description` say it surely. `perhaps-number` (a
 * word such as "number") and `id` (a word such as "extension") need numbers in the column;
 * `perhaps-description` (a word such as "name") serves where no column is called a description.
 */
export type Naming = "number" | "perhaps-number" | "id" | "description" | "perhaps-description";

/**
 * The headings of drains and states in the product's own export: no import asks what they are
 * (G15).
 */
export const DRAIN_HEADING = "Draining";
export const STATE_HEADINGS = ["State now", "In use until", "Last used", "Given in 24 h"];
const OWN_HEADINGS = [DRAIN_HEADING, ...STATE_HEADINGS];

/** Whether an import passes this column over without a question. */
export const isOwnHeading = (cell: string | undefined): boolean =>
	cell !== undefined && OWN_HEADINGS.includes(cell.trim());

const words = (text: string) => text.trim().split(/\s+/);

/**
 * Names in the commonest languages (English, German, French, Spanish, Portuguese, Italian, Dutch,
 * Japanese) and those of real exports, without accents and punctuation.
 */
const NAMES: Record<Naming, string[]> = {
	number: words(`
		dnis dniss dnisnumber dnisnumbers did dids didnumber didnumbers ddi ddis ddinumber ddinumbers
		tollfree tollfreeno tollfreenumber tollfreenumbers phone phones phonenumber phonenumbers phoneno
		telephone telephones telephonenumber telephonenumbers tel telnumber telno tn tns lineuri
		msisdn msisdns e164 e164number e164numbers phonenumbere164 e164phonenumber numbere164
		destinationnumber inboundnumber incomingnumber dialednumber dialednumbers callednumber
		directorynumber directorynumbers directnumber directline servicenumber virtualnumber
		hotline hotlinenumber internationalnumber fullnumber fullphonenumber fulltelephonenumber
		phonenumberstring topnumber tonumber tophonenumber accessnumber businessnumber didsnumber
		inbounddid didpattern didddi ddidid inboundphonenumber maintelephonenumber numberuri teluri
		rufnummer rufnummern telefonnummer telefonnummern telefon telefonnr telnr telefonno
		einwahlnummer servicerufnummer externerufnummer festnetznummer didnummer
		numerodetelephone numerostelephone numerotelephone telephonenumero numerosda sda numerosdid
		numerodid numeroappele
		numerodetelefono numerostelefono telefono telefonos numerotelefono numerodestino
		numerodetelefone telefone telefones numerotelefone numeroditelefono numeroditelefoni
		numeritelefono
		telefoonnummer telefoonnummers telefoon doorkiesnummer
		電話番号 電話 着信番号 代表番号 発着信番号 ダイヤルイン番号`),
	"perhaps-number": words(`
		number numbers num nummer nummern numero numeros numeri no nr 番号 phoneline line direct
		assignednumber externalnumber localnumber
		officenumber worknumber officephone workphone businessphone telnumwork`),
	id: words(`
		id ids extension extensions ext extn exten durchwahl poste interno interna ramal toestel 内線番号 内線
		pattern routepattern dn uri`),
	description: words(`
		description descriptions desc descr numberdescription diddescription optionaldescription
		destinationdescription phonenumberdescription inboundroutedescription
		beschreibung bezeichnung descriptif libelle descripcion descricao descrizione omschrijving
		beschrijving 説明 備考`),
	"perhaps-description": words(`
		name names label labels comment comments note notes friendlyname displayname title alias
		numbername numberlabel didname didddiname phonename linename caption nickname purpose phonelabel
		diddescr calleename customname
		kommentar kommentare bemerkung bemerkungen notiz notizen anzeigename zweck verwendung
		nom noms etiquette commentaire commentaires remarque intitule
		nombre nombres etiqueta comentario comentarios nota notas titulo alias
		nome nomes rotulo observacao observacoes
		etichetta commento note naam opmerking opmerkingen label
		名前 名称 名 表示名 ラベル メモ コメント 用途`),
};

// Titles of columns have no more characters; a longer cell is none.
const NAME_MAX = 100;

/**
 * A column's name for comparison: letters and digits only, in lower case, without accents and what
 * stands in brackets. "Phone_Number (E.164)*" and "#PhoneNumber" are the same.
 */
export const columnName = (cell: string): string =>
	cell
		.slice(0, NAME_MAX)
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/\([^)]*\)|\[[^\]]*\]/g, "")
		.replace(/[^\p{L}\p{N}]+/gu, "");

const NAMING = new Map(
	(Object.entries(NAMES) as [Naming, string[]][]).flatMap(([naming, names]) =>
		names.map((name) => [columnName(name), naming]),
	),
);

/** What a header's cell says about its column; null if nothing. "Phone 1" is a "Phone". */
export function namingOf(cell: string): Naming | null {
	const name = columnName(cell);
	return NAMING.get(name) ?? NAMING.get(name.replace(/\p{N}$/u, "")) ?? null;
}
