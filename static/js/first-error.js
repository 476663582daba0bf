// A form that came back: the focus goes where its first trouble is, so that nobody has to look for it.
const trouble = document.querySelector('[aria-invalid="true"], .form__error');
const field = trouble?.matches(".form__error") ? trouble.closest("form")?.querySelector("input:not([type=hidden])") : trouble;
field?.focus();
