import { withoutIsolates } from '@plenum/shared/core/direction';

/** Addresses of the files that were saved last. The browser reads each later, at an unknown time. */
const saved: string[] = [];
const mostSaved = 4;

/** Lets the browser save a file under this name. */
export function saveBlob(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = withoutIsolates(name).replaceAll(/[/\\:*?"<>|]/g, '_');
  link.click();
  saved.push(link.href);
  if (saved.length > mostSaved) URL.revokeObjectURL(saved.shift() ?? '');
}

/** Saves a text as a file; `type` is a MIME type. */
export function saveText(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** A table for spreadsheets; its first character tells them that it is UTF-8. */
export function csvFile(table: string): Blob {
  return new Blob([`\ufeff${table}`], { type: 'text/csv;charset=utf-8' });
}

/** Saves a table as a file. */
export function saveCsv(name: string, table: string): void {
  saveBlob(name, csvFile(table));
}
