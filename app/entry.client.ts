// The page works without this file. It makes the same page smoother.
document.documentElement.classList.add("js");
