import { LogLine } from '@plenum/shared/api/recording/contract';
import { findPage, type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { reduceSlides } from '@plenum/shared/features/slides/reduce';
import { jsonOf, type RecordingFolder } from './RecordingFolder.ts';

/**
 * The file of a presentation that a recording shows at some time; undefined when it shows none.
 * @param part `file`, or the number of a page
 */
export async function presentationFile(folder: RecordingFolder, id: string, part: string): Promise<string | undefined> {
  const found = (await presentationsIn(folder)).find((one) => one.id === id);
  if (part === 'file') return found?.file;
  return found && findPage([found], `${id}.${part}`)?.page.picture;
}

/** All presentations that a recording shows at any time. @throws the error of the file system */
async function presentationsIn(folder: RecordingFolder): Promise<readonly Presentation[]> {
  const found = new Map<string, Presentation>();
  let state = reduceSlides.initial;
  for await (const line of folder.files.lines(folder.log)) {
    // Most lines are about something else, and need no parsing.
    if (!line.includes(slides.name)) continue;
    const entry = LogLine.safeParse(jsonOf(line)).data;
    if (entry?.is === 'view' && slides.name in entry.states) {
      state = slides.state.parse(entry.states[slides.name]);
    } else if (entry?.is === 'event' && entry.meta && entry.name.startsWith(`${slides.name}:`)) {
      state = reduceSlides.reduce(state, entry.name.slice(slides.name.length + 1), entry.payload, entry.meta);
    } else continue;
    for (const one of state.presentations) found.set(one.id, one);
  }
  return [...found.values()];
}
