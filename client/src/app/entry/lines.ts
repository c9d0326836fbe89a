/** The lines of a room with what features add to them: one chunk, loaded while a person types their name. */
export { extras } from '@plenum/shared/features/extras';
export { Session } from '../../core/session.ts';
