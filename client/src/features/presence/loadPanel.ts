/** Loads the list of people and everything that only it shows. */
export function loadPanel(): Promise<typeof import('./PeoplePanel.tsx')> {
  return import('./PeoplePanel.tsx');
}
