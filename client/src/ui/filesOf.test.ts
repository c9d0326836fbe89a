// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { filesOf } from './filesOf.ts';

/** What a browser gives for files and folders that are dropped. */
function dropped(...names: readonly { readonly name: string; readonly folder: boolean }[]): DataTransfer {
  const items = names.map(({ name, folder }) => ({
    kind: 'file',
    getAsFile: () => new File(folder ? [] : ['x'], name),
    webkitGetAsEntry: () => ({ name, isDirectory: folder }),
  }));
  const words = { kind: 'string', getAsFile: () => null, webkitGetAsEntry: () => null };
  // Close enough to a real one for what is tested, not for the type checker.
  return { items: [words, ...items], files: items.map((item) => item.getAsFile()) } as unknown as DataTransfer;
}

it('separates files from folders, which the browser calls files too', () => {
  const { files, folders } = filesOf(
    dropped({ name: 'Ein Ordner', folder: true }, { name: 'a.txt', folder: false }, { name: 'b.app', folder: true }),
  );
  expect(files.map(({ name }) => name)).toEqual(['a.txt']);
  expect(folders).toEqual(['Ein Ordner', 'b.app']);
});

it('takes all files where a browser has no items', () => {
  const files = [new File(['x'], 'a.txt')];
  expect(filesOf({ files } as unknown as DataTransfer)).toEqual({ files, folders: [] });
});
