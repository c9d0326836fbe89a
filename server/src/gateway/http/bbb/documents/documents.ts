import { Failed } from '../failure.ts';
import type { ProgramDocument } from '../ports.ts';
import type { Parameters } from '../query.ts';
import { tokensOf } from './tokens.ts';

/** The most documents of a request that are looked at. */
const mostDocuments = 1_000;
/** The most characters of a name. */
const mostNameCharacters = 255;

interface Open {
  readonly attributes: ReadonlyMap<string, string>;
  readonly texts: Buffer[];
}

/**
 * The documents that a body names by address, or has in itself, as BigBlueButton writes it: `<modules><module name="presentation">
 * <document …/>`. Other modules are left out, and so is a document with neither an address nor a name.
 * @throws Failed `validationError` for a body that is not XML as `tokensOf` takes it
 */
export function documentsIn(body: Buffer | undefined): readonly ProgramDocument[] {
  if (!body) return [];
  const found: ProgramDocument[] = [];
  let depth = 0;
  let isPresentation = false;
  let document: Open | undefined;
  for (const token of tokensOf(body)) {
    if (token.is === 'text') {
      if (depth === 3) document?.texts.push(token.bytes);
    } else if (token.is === 'open') {
      depth += 1;
      if (depth === 2) isPresentation = token.name === 'module' && token.attributes.get('name') === 'presentation';
      if (depth === 3 && isPresentation) document = { attributes: token.attributes, texts: [] };
    } else {
      if (depth === 3 && document) {
        const made = documentOf(document);
        if (made) found.push(made);
        if (found.length > mostDocuments) throw tooMany();
        document = undefined;
      }
      depth -= 1;
    }
  }
  return found;
}

function documentOf({ attributes, texts }: Open): ProgramDocument | undefined {
  const text = (name: string) => attributes.get(name)?.trim() ?? '';
  const isTrue = (name: string) => text(name).toLowerCase() === 'true';
  const named = { name: (text('filename') || text('name')).slice(0, mostNameCharacters) };
  const wishes = {
    isCurrent: isTrue('current'),
    mayBeSaved: isTrue('downloadable'),
    mayBeRemoved: text('removable').toLowerCase() !== 'false',
  };
  if (text('url') !== '') return { ...named, ...wishes, url: text('url') };
  return named.name === '' ? undefined : { ...named, ...wishes, base64: texts };
}

/** The document that the parameters of `create` name; empty without one. */
export function preUploadedIn(parameters: Parameters): readonly ProgramDocument[] {
  const url = parameters.get('preUploadedPresentation')?.trim() ?? '';
  if (url === '') return [];
  const name = (parameters.get('preUploadedPresentationName') ?? '').trim().slice(0, mostNameCharacters);
  return [{ url, name, isCurrent: false, mayBeSaved: false, mayBeRemoved: true }];
}

function tooMany(): Failed {
  return new Failed('validationError', `The body has more than ${mostDocuments} documents.`);
}
