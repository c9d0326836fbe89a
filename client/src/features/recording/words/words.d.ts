import type en from './en.json';

declare module '../../../i18n/Words.ts' {
  interface FeatureWords {
    recording: typeof en;
  }
}
