import { bringChatFile, chatFile } from '@plenum/shared/api/chat/contract';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { chat, type ChatFile } from '@plenum/shared/features/chat/contract';
import { fileNameOf } from '@plenum/shared/features/chat/fileNames';
import { downloadFile, uploadFile } from '../../app/files.ts';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { ChatDesk } from './ChatDesk.ts';

/** Images that stay in memory after they were shown. */
const mostImages = 40;

/** Why a file does not even set out. */
export type Refusal = 'tooMany' | 'tooLarge' | 'empty';

/** Brings files to the server and gets them from there. Lives as long as the session. */
export class FileDesk {
  readonly #session: MeetingSession;
  readonly #desk: ChatDesk;
  /** Object URLs of images, the last used at the end. */
  readonly #images = new Map<string, Promise<string>>();
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
    this.#desk = ChatDesk.of(session);
  }

  static readonly of = perSession((session: MeetingSession) => new FileDesk(session));

  /** Why this file cannot be added to what is being written; undefined when it can. */
  refusal(channel: ChannelId, { size }: Blob): Refusal | undefined {
    if (this.#desk.place(channel).attachments.length >= limits.filesPerMessage) return 'tooMany';
    if (size === 0) return 'empty';
    return size > limits.fileBytes ? 'tooLarge' : undefined;
  }

  /** Brings a file; it waits beside the draft. @throws AppError when it did not arrive and was not given up */
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

  /** Takes a file away from what is being written. */
  async drop(channel: ChannelId, key: number): Promise<void> {
    const attachment = this.#desk.place(channel).attachments.find((one) => one.key === key);
    if (!attachment) return;
    this.#set(channel, key, undefined);
    if (attachment.state === 'coming') attachment.giveUp();
    // The server lets go of it in any case when this person leaves.
    else await this.#session.send(chat, 'discard', { file: attachment.file.id }).catch(() => undefined);
  }

  /** Where the page finds an image. @throws AppError */
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
    const url = URL.createObjectURL(await this.blob(id));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
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
    // A report of progress after it was taken away brings nothing back.
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

/** What a failed upload means in words: the refusals that people can do something about. */
export function uploadProblem(error: unknown): 'lies' | 'full' | 'tooMuch' | 'other' {
  if (!(error instanceof AppError)) return 'other';
  if (error.code === 'full') return 'full';
  if (error.code === 'limited') return 'tooMuch';
  return error.code === 'invalid' ? 'lies' : 'other';
}
