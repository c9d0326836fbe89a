import type { FrameCommand, FrameEvent } from '@plenum/shared/api/embedding/messages';

/** This script's own address tells which server it is from; the element may name another one. */
const ownServer =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : location.origin;
/** What the meeting may use of the person's devices, once the person allows it to this server. */
const allowed = [
  'camera',
  'microphone',
  'display-capture',
  'autoplay',
  'fullscreen',
  'clipboard-write',
  'screen-wake-lock',
];
const version = 1;
/** How often the element says hello until the meeting answers, in ms, and for how long. */
const helloMs = 250;
const mostHellos = 240;

/**
 * `<plenum-meeting space="weekly-call">` or `<plenum-meeting token="…">`: a meeting in a page. It tells each event of the
 * meeting as a `CustomEvent` of the name `plenum`, and takes commands by `send`. Attributes: `server`, `space`, `token`, `name`
 * (of a person without a token, who may change it), `lang`, and `start="now"` (with a token: joins at once, with microphone
 * and camera off).
 */
class PlenumMeeting extends HTMLElement {
  static readonly observedAttributes = ['server', 'space', 'token', 'name', 'lang', 'start'];
  readonly #frame = document.createElement('iframe');
  #hellos = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    // Set one by one: the page's own policy may forbid style attributes.
    if (this.style.display === '') this.style.display = 'block';
    Object.assign(this.#frame.style, { border: '0', width: '100%', height: '100%', minHeight: '20rem' });
    this.#frame.allow = allowed.join('; ');
    this.#frame.title = this.getAttribute('title') ?? 'Plenum';
    this.append(this.#frame);
    window.addEventListener('message', this.#hear);
    this.#load();
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#hear);
    clearInterval(this.#timer);
    this.#frame.remove();
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.#frame.isConnected) this.#load();
  }

  /** Presses something for the person: `send('mute')`, `send('setLayout', { layout: 'grid' })`. */
  send(command: FrameCommand, more: object = {}): void {
    this.#frame.contentWindow?.postMessage({ ...more, plenum: version, command }, this.#server);
  }

  get #server(): string {
    const given = this.getAttribute('server');
    return given === null ? ownServer : new URL(given, location.href).origin;
  }

  #load(): void {
    this.#frame.src = this.#address();
    clearInterval(this.#timer);
    this.#hellos = 0;
    this.#timer = setInterval(() => {
      this.#hellos += 1;
      if (this.#hellos > mostHellos) clearInterval(this.#timer);
      // Until the meeting is there, the frame has the origin of this page, and the browser drops what is for the server.
      else this.send('hello');
    }, helloMs);
  }

  #address(): string {
    const [token, space, name] = ['token', 'space', 'name'].map((attribute) => this.getAttribute(attribute));
    const address = new URL(token ? '/join' : `/s/${encodeURIComponent(space ?? '')}`, this.#server);
    const query = { token, lang: this.getAttribute('lang'), start: this.getAttribute('start') };
    for (const [field, value] of Object.entries(query)) if (value) address.searchParams.set(field, value);
    // Behind the #, so that no log of the server has it.
    if (!token && name) address.hash = `name=${encodeURIComponent(name)}`;
    return address.href;
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.#frame.contentWindow || origin !== this.#server) return;
    if (typeof data !== 'object' || data === null || Reflect.get(data, 'plenum') !== version) return;
    // The server's own page made it.
    const detail = data as FrameEvent;
    if (detail.event === 'ready') clearInterval(this.#timer);
    this.dispatchEvent(new CustomEvent('plenum', { detail }));
  };
}

if (!customElements.get('plenum-meeting')) customElements.define('plenum-meeting', PlenumMeeting);
