/** Gives the person a text as a file; `type` is a MIME type. */
export function saveText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A table for spreadsheets; the mark in front tells them that it is UTF-8. */
export function saveCsv(name: string, table: string): void {
  saveText(name, `\ufeff${table}`, 'text/csv');
}
