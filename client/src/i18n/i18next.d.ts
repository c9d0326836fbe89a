import type en from './en.json';

// Keys are checked against English; the parity test keeps the other languages equal to it.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}
