type Fields = Readonly<Record<string, string>>;

declare module 'bigbluebutton-js' {
  const client: {
    http(url: string): Promise<unknown>;
    readonly util: { constructUrl(host: string, secret: string, call: string, fields: Fields): string };
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
      readonly recording: {
        getRecordings(fields: Fields): string;
        publishRecordings(recordID: string, publish: boolean): string;
        deleteRecordings(recordID: string): string;
      };
    };
  };
  export default client;
}

declare module 'bbb-promise' {
  const client: {
    server(
      host: string,
      secret: string,
    ): {
      readonly administration: {
        create(name: string, meetingID: string, more: Fields): Promise<unknown>;
        join(fullName: string, meetingID: string, password: string, more: Fields): string;
        end(meetingID: string, password: string): Promise<unknown>;
        customCall(call: string, fields: Fields): Promise<unknown>;
      };
      readonly monitoring: {
        getMeetingInfo(meetingID: string): Promise<unknown>;
        isMeetingRunning(meetingID: string): Promise<unknown>;
      };
      readonly recording: {
        getRecordings(fields: Fields): Promise<unknown>;
        publishRecordings(recordID: string, publish: boolean): Promise<unknown>;
        deleteRecordings(recordID: string): Promise<unknown>;
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
      fields: Fields,
    ): Promise<{ readonly response: unknown }>;
  };
  export default client;
}
