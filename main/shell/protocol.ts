import { protocol, type Session } from 'electron';
import { appScheme } from './appScheme';
import { serveAsset } from './assetServer';
import { requestedDocumentId, serveDocument, type FindDocumentFile } from './documentServer';

/** Makes the app's scheme a secure, standard one. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      // codeCache keeps compiled scripts between starts; every privilege that weakens a check stays off.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Answers the app's scheme in this session: documents of the user's by their id, everything else from the built renderer. */
export function serveApp(session: Session, assetFolder: string, findDocument: FindDocumentFile): void {
  session.protocol.handle(appScheme, (request) =>
    requestedDocumentId(request.url) === null
      ? serveAsset(request, assetFolder)
      : serveDocument(request, findDocument),
  );
}
