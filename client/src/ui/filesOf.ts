/** What was dropped or pasted: its files, and the names of its folders, which a browser cannot send as files. */
export interface Brought {
  readonly files: readonly File[];
  readonly folders: readonly string[];
}

/** Separates files from folders. Call it within the event: afterwards the browser no longer tells. */
export function filesOf(data: DataTransfer): Brought {
  const folders: string[] = [];
  const files: File[] = [];
  // A folder stands in `files` like a file; only its entry tells.
  const items = Array.from(data.items ?? []).filter(({ kind }) => kind === 'file');
  if (items.length === 0) return { files: [...data.files], folders };
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}
