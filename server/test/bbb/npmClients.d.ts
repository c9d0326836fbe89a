declare module 'bigbluebutton-js' {
  type Fields = Readonly<Record<string, string>>;
  const client: {
    http(url: string): Promise<unknown>;
    api(
      host: string,
      secret: string,
    ): {
      readonly administration: {
        create(name: string, meetingID: string, more: Fields): string;
        join(fullName: string, meetingID: string, password: string, more: Fields): string;
        end(meetingID: string, password: string): string;
      };
      readonly monitoring: { getMeetingInfo(meetingID: string): string; isMeetingRunning(meetingID: string): string };
    };
  };
  export default client;
}

declare module 'bbb-promise' {
  type Fields = Readonly<Record<string, string>>;
  const client: {
    server(
      host: string,
      secret: string,
    ): {
      readonly administration: {
        create(name: string, meetingID: string, more: Fields): Promise<unknown>;
        join(fullName: string, meetingID: string, password: string, more: Fields): string;
        end(meetingID: string, password: string): Promise<unknown>;
      };
      readonly monitoring: {
        getMeetingInfo(meetingID: string): Promise<unknown>;
        isMeetingRunning(meetingID: string): Promise<unknown>;
      };
    };
  };
  export default client;
}

declare module 'bbb-api' {
  const client: {
    bbb(
      credentials: { readonly url: string; readonly salt: string },
      call: string,
      fields: Readonly<Record<string, string>>,
    ): Promise<{ readonly response: unknown }>;
  };
  export default client;
}
