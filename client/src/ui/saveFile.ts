/** Has the browser keep a file under a name. */
export function saveBlob(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name.replaceAll(/[/\\:*?"<>|]/g, '_');
  link.click();
  // The browser takes the address up when it gets to it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Gives the person a text as a file; `type` is a MIME type. */
export function saveText(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** A table for spreadsheets; the mark in front tells them that it is UTF-8. */
export function csvFile(table: string): Blob {
  return new Blob([`\ufeff${table}`], { type: 'text/csv;charset=utf-8' });
}

/** Gives the person a table as a file. */
export function saveCsv(name: string, table: string): void {
  saveBlob(name, csvFile(table));
}
