import './core/jitless.ts';
import './app/scripts.ts';
import './styles.css';
import { lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { preferences } from './app/preferences/preferences.ts';
import { doors } from './features/doors.ts';
import { keepInputMethodKeys } from './ui/inputMethod.ts';
import { browserLanguage, isLanguage, startI18n } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

keepInputMethodKeys();

const load = () => import('./inside.tsx');
const Inside = lazy(() => load().then((module) => ({ default: module.Inside })));
// What does not load now is asked for again, and then said, when it is needed.
const loadInside = () => void load().catch(() => {});

// A page around this one may say the language; the browser does not remember it.
const asked = new URLSearchParams(location.search).get('lang');
await startI18n(isLanguage(asked) ? asked : (preferences.getState().language ?? browserLanguage()));
createRoot(root).render(<App entrance={{ doors, Inside, loadInside }} />);
