/**
 * One value for each session, made at the first request. The map is weak: the value is collected with its session.
 * @param create called once for each session
 */
export function perSession<Session extends object, Value>(create: (session: Session) => Value) {
  const made = new WeakMap<Session, { readonly value: Value }>();
  return (session: Session): Value => {
    const known = made.get(session);
    if (known) return known.value;
    const value = create(session);
    made.set(session, { value });
    return value;
  };
}
