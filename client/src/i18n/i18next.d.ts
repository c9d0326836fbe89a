import type operator from '../pages/operator/words/en.json';
import type organisation from '../pages/organisation/words/en.json';
import type account from '../pages/account/words/en.json';
import type join from '../pages/join/words/en.json';
import type recording from '../pages/recordings/words/en.json';
import type service from '../pages/service/words/en.json';
import type space from '../pages/space/words/en.json';
import type general from './en.json';
import type { FeatureWords } from './Words.ts';

type Whole<T> = (T extends unknown ? (part: T) => void : never) extends (part: infer All) => void ? All : never;

// Keys are checked against English; the parity test keeps the other languages equal to it.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof general & Whole<FeatureWords[keyof FeatureWords]>;
      /** Loaded with the pages about accounts. */
      account: typeof account;
      /** Loaded with the pages of people who are signed in. */
      service: typeof service;
      /** Loaded with the way in by a signed link. */
      join: typeof join;
      /** Loaded with recordings. */
      recording: typeof recording;
      /** Loaded with the pages of organisations. */
      organisation: typeof organisation;
      /** Loaded with the pages of operators. */
      operator: typeof operator;
      /** Loaded with the way in by the link of a space. */
      space: typeof space;
    };
  }
}
