import { type Browser, type BrowserContext, launch, type Page } from 'puppeteer';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--auto-select-desktop-capture-source=Entire screen',
  // Pages in the background go on sending and decoding: several people share one browser here.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Debian's Chromium with fake devices, without a window. */
export function launchBrowser(...more: string[]): Promise<Browser> {
  return launch({
    executablePath: process.env['PLENUM_CHROMIUM'] || '/usr/bin/chromium',
    headless: true,
    args: [...flags, ...more],
    defaultViewport: { width: 1440, height: 900 },
  });
}

/** A fresh page of somebody who has never been here, in English, that keeps its peer connections where statistics find them. */
export async function newPage(browser: Browser, origin: string): Promise<Page> {
  const context = await browser.createBrowserContext();
  await context.setPermission(origin, { permission: { name: 'clipboard-write' }, state: 'granted' });
  return openWindow(context);
}

/** One more window of a browser that has been here. */
export async function openWindow(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // Ends what hangs; a busy machine may well take longer than puppeteer's 30 s.
  page.setDefaultTimeout(90_000);
  await page.setExtraHTTPHeaders({ 'accept-language': 'en' });
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
