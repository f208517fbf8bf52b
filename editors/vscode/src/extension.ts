// The extension starts `cfn-tidy server` and leaves everything else to it.

import * as fs from "node:fs";
import * as path from "node:path";
import { commands, ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

const SECTION = "cfn-tidy";
const LANGUAGES = ["yaml", "json", "jsonc"];

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("cfn-tidy.restart", () => restart(context)),
    commands.registerCommand("cfn-tidy.showOutput", () => client?.outputChannel.show()),
    workspace.onDidChangeConfiguration(async (event) => {
      const settings = ["enable", "path", "configuration"];
      if (settings.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) {
        await restart(context);
      }
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(context: ExtensionContext): Promise<void> {
  await stop();
  await start(context);
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(context: ExtensionContext): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  if (!settings.get<boolean>("enable", true)) {
    return;
  }
  const command = program(context, settings.get<string>("path", ""));
  const serverOptions: ServerOptions = { command, args: ["server"] };
  const clientOptions: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { language, scheme: "file" },
      { language, scheme: "untitled" },
    ]),
    initializationOptions: { configuration: settings.get<string>("configuration", "") },
  };
  client = new LanguageClient(SECTION, "cfn-tidy", serverOptions, clientOptions);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `The cfn-tidy server "${command}" does not start: ${reason}. Install it, or set "cfn-tidy.path".`,
    );
  }
}

/** The program of the setting, else the one that is bundled, else the one in `PATH`. */
function program(context: ExtensionContext, configured: string): string {
  if (configured !== "") {
    return configured;
  }
  const name = process.platform === "win32" ? "cfn-tidy.exe" : "cfn-tidy";
  const bundled = path.join(context.extensionPath, "bundled", name);
  return fs.existsSync(bundled) ? bundled : name;
}
