import { type Browser, type BrowserContext, launch, type Page } from 'puppeteer';

/** Chromium's own number of pictures a second from a fake camera, for those who measure video. */
export const usualCameras = '--use-fake-device-for-media-stream=fps=20';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Encoding, decoding and painting is most of what a flow costs: half of Chromium's pictures show as well that they move.
  '--use-fake-device-for-media-stream=fps=10',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--auto-select-desktop-capture-source=Entire screen',
  // Pages in the background go on sending and decoding: several people share one browser here.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Debian's Chromium with fake devices, without a window. Of two flags of one name the later counts. */
export function launchBrowser(...more: string[]): Promise<Browser> {
  return launch({
    executablePath: process.env['PLENUM_CHROMIUM'] || '/usr/bin/chromium',
    headless: true,
    args: [...flags, ...more],
    defaultViewport: { width: 1440, height: 900 },
  });
}

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Lets a page capture a tab in place of a screen, which a Firefox without a window does not have.
  'media.getusermedia.browser.enabled': true,
  'media.autoplay.default': 0,
  'intl.accept_languages': 'en',
};

/** Debian's Firefox with fake devices, without a window, driven over WebDriver BiDi. Its first tab is what people share. */
export async function launchFirefox(): Promise<Browser> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: process.env['PLENUM_FIREFOX'] || '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: preferences,
    defaultViewport: { width: 1440, height: 900 },
  });
  const [shared] = await browser.pages();
  // A picture that moves.
  await shared?.evaluate(() => {
    const colours = ['#2f8d70', '#c2410c', '#1d4ed8'];
    let next = 0;
    setInterval(() => (document.body.style.background = colours[(next += 1) % colours.length] ?? ''), 400);
  });
  return browser;
}

/** True for a page in Firefox. */
export async function isFirefox(browser: Browser): Promise<boolean> {
  return (await browser.version()).toLowerCase().startsWith('firefox');
}

/** A fresh page of somebody who has never been here, in English, that keeps its peer connections where statistics find them. */
export async function newPage(browser: Browser, origin: string): Promise<Page> {
  const context = await browser.createBrowserContext();
  if (!(await isFirefox(browser))) {
    await context.setPermission(origin, { permission: { name: 'clipboard-write' }, state: 'granted' });
  }
  return openWindow(context);
}

/**
 * Runs in Firefox's page. Without a window Firefox finds no screen to share and has no list to choose from: the choice is
 * faked, and Firefox's own capture of its first tab is shared. The rest of the way is real.
 */
function shareFirstTab(): void {
  const { mediaDevices } = navigator;
  // An empty page before the first has none.
  if (!('mediaDevices' in navigator)) return;
  const video: MediaTrackConstraints & { readonly mediaSource: string } = { mediaSource: 'browser' };
  mediaDevices.getDisplayMedia = () => mediaDevices.getUserMedia({ video });
}

/** One more window of a browser that has been here. */
export async function openWindow(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // Ends what hangs; a busy machine may well take longer than puppeteer's 30 s.
  page.setDefaultTimeout(90_000);
  if (await isFirefox(context.browser())) await page.evaluateOnNewDocument(shareFirstTab);
  else await page.setExtraHTTPHeaders({ 'accept-language': 'en' });
  await page.evaluateOnNewDocument(() => {
    const connections: RTCPeerConnection[] = [];
    Object.defineProperty(window, 'peerConnections', { value: connections });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
  return page;
}
