import { once } from 'node:events';
import { WebSocket } from 'ws';

type Message = Readonly<Record<string, unknown>>;

/** A WebSocket with JSON messages that answer to numbers. */
export class LineClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (message: Message) => void>();
  /** Messages that answer nothing. */
  onMessage: (message: Message) => void = () => undefined;
  #asked = 0;
  readonly #isAnswer: (message: Message) => boolean;

  private constructor(socket: WebSocket, isAnswer: (message: Message) => boolean) {
    this.#socket = socket;
    this.#isAnswer = isAnswer;
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString())));
  }

  /** @param isAnswer false for a message that only says that a request came */
  static async open(
    url: string,
    protocol?: string,
    isAnswer: (message: Message) => boolean = () => true,
  ): Promise<LineClient> {
    const socket = new WebSocket(url, protocol);
    await once(socket, 'open');
    return new LineClient(socket, isAnswer);
  }

  ask(message: Message): Promise<Message> {
    this.#asked += 1;
    const transaction = String(this.#asked);
    return new Promise((resolve, reject) => {
      this.#waiting.set(transaction, (answer) => {
        if (typeof answer['error'] === 'string') reject(new Error(answer['error']));
        else resolve(answer);
      });
      this.#socket.send(JSON.stringify({ ...message, transaction }));
    });
  }

  close(): void {
    this.#socket.close();
  }

  #hear(message: Message): void {
    const { transaction } = message;
    const answer = typeof transaction === 'string' ? this.#waiting.get(transaction) : undefined;
    if (!answer || !this.#isAnswer(message)) return this.onMessage(message);
    this.#waiting.delete(String(transaction));
    answer(message);
  }
}
