/**
 * One value for each session, made when it is first asked for. The map is weak: the value goes with its session.
 * @param create is called once for each session
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
