import { bringChatFile, chatFile } from '@plenum/shared/api/chat/contract';
import { AppError } from '@plenum/shared/core/errors';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { chat, type ChatFile } from '@plenum/shared/features/chat/contract';
import { fileNameOf } from '@plenum/shared/features/chat/fileNames';
import { downloadFile, uploadFile } from '../../../app/files.ts';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { saveBlob } from '../../../ui/saveFile.ts';
import { ChatDesk } from './ChatDesk.ts';

/** The number of images that stay in memory. */
const mostImages = 40;

/** The reasons why the client does not upload a file. */
export type Refusal = 'tooMany' | 'tooLarge' | 'empty';

/** Uploads and downloads files. Lives as long as the session. */
export class FileDesk {
  readonly #session: MeetingSession;
  readonly #desk: ChatDesk;
  /** Object URLs of images, least recently used first. */
  readonly #images = new Map<string, Promise<string>>();
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
    this.#desk = ChatDesk.of(session);
  }

  static readonly of = perSession((session: MeetingSession) => new FileDesk(session));

  /** Returns why this file cannot be added to the draft; undefined when it can. */
  refusal(channel: ChannelId, { size }: Blob): Refusal | undefined {
    if (this.#desk.place(channel).attachments.length >= chatLimits.filesPerMessage) return 'tooMany';
    if (size === 0) return 'empty';
    return size > chatLimits.fileBytes ? 'tooLarge' : undefined;
  }

  /** Uploads a file, which then waits beside the draft. @throws AppError when the upload failed and was not cancelled */
  async bring(channel: ChannelId, body: Blob, givenName: string): Promise<void> {
    const name = fileNameOf(givenName);
    const key = (this.#next += 1);
    const stop = new AbortController();
    const coming = { key, name, bytes: body.size, state: 'coming', giveUp: () => stop.abort() } as const;
    this.#set(channel, key, { ...coming, share: 0 });
    try {
      const file = await uploadFile(this.#session.pass, bringChatFile, {
        query: { name },
        body,
        signal: stop.signal,
        onProgress: (share) => this.#set(channel, key, { ...coming, share }),
      });
      this.#set(channel, key, { key, name, bytes: body.size, state: 'ready', file });
    } catch (error) {
      this.#set(channel, key, undefined);
      if (!stop.signal.aborted) throw error;
    }
  }

  /** Removes a file from the draft. */
  async drop(channel: ChannelId, key: number): Promise<void> {
    const attachment = this.#desk.place(channel).attachments.find((one) => one.key === key);
    if (!attachment) return;
    this.#set(channel, key, undefined);
    if (attachment.state === 'coming') attachment.giveUp();
    // After a failure the server keeps the file until this person leaves.
    else await this.#session.send(chat, 'discard', { file: attachment.file.id }).catch(() => undefined);
  }

  /** Returns the object URL of an image. @throws AppError */
  image(id: string): Promise<string> {
    const known = this.#images.get(id);
    const url = known ?? this.blob(id).then((blob) => URL.createObjectURL(blob));
    this.#images.delete(id);
    this.#images.set(id, url);
    if (!known) {
      url.catch(() => this.#images.delete(id));
      this.#forgetOldest();
    }
    return url;
  }

  blob(id: string): Promise<Blob> {
    return downloadFile(this.#session.pass, chatFile, { file: id });
  }

  /** Lets the person save a file under its name. @throws AppError */
  async save({ id, name }: ChatFile): Promise<void> {
    saveBlob(name, await this.blob(id));
  }

  #set(
    channel: ChannelId,
    key: number,
    attachment: ReturnType<ChatDesk['place']>['attachments'][number] | undefined,
  ): void {
    const { attachments } = this.#desk.place(channel);
    const isThere = attachments.some((one) => one.key === key);
    const next = isThere
      ? attachments.flatMap((one) => (one.key === key ? (attachment ?? []) : one))
      : [...attachments, ...(attachment ? [attachment] : [])];
    // A late report of progress must not bring back a removed attachment.
    if (!isThere && attachment?.state === 'coming' && attachment.share > 0) return;
    this.#desk.change(channel, { attachments: next });
  }

  #forgetOldest(): void {
    const [oldest] = this.#images;
    if (this.#images.size <= mostImages || !oldest) return;
    this.#images.delete(oldest[0]);
    void oldest[1].then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
  }
}

/** Returns the kind of a failed upload; the kinds are the refusals that people can act on. */
export function uploadProblem(error: unknown): 'lies' | 'full' | 'tooMuch' | 'other' {
  if (!(error instanceof AppError)) return 'other';
  if (error.code === 'full') return 'full';
  if (error.code === 'limited') return 'tooMuch';
  return error.code === 'invalid' ? 'lies' : 'other';
}
