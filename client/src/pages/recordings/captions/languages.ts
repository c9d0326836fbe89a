/** The languages that the list offers; a program may use any other. */
const tags =
  'ar bg bn ca cs da de el en es et eu fa fi fr ga gl gsw he hi hr hu hy id is it ja ka ko lt lv mk ms mt nb nl nn pl pt pt-BR ro ru sk sl sq sr sv sw ta th tr uk ur vi zh zh-Hant'.split(
    ' ',
  );

/** The languages that captions may have, by their names in the language of the page. */
export function languagesIn(language: string): readonly { readonly id: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return tags
    .map((id) => ({ id, label: names.of(id) ?? id }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}

/** The name of a language in itself, with a capital letter: its readers choose by it. */
export function nameOfLanguage(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  return name.slice(0, 1).toLocaleUpperCase(tag) + name.slice(1);
}
