/**
 * The Guest panel's side of the shell: which instances there are, and what one of them would print.
 */
import type { Disposable } from 'vscode';
import {
  CompiledRequest, GuestRequest, ModelChangedNotification, type GuestCommand,
} from '../../../language-server/protocol.ts';
import { instancesOf, type FromGuest, type GuestModel, type ToGuest } from '../../webview/protocol.ts';
import { nameOf } from '../places.ts';
import type { Server } from '../server.ts';
import type { Page, Presenter } from './panel.ts';

export class GuestPanel implements Presenter {
  private readonly page: Page<ToGuest>;
  private readonly server: Server;
  private readonly listeners: Disposable[];
  private instances: GuestModel['instances'] = [];
  private asked = 0;

  constructor(page: Page<ToGuest>, server: Server) {
    this.page = page;
    this.server = server;
    this.listeners = [
      server.on(ModelChangedNotification, ({ uri }) => {
        if (uri === page.uri) this.refresh();
      }),
      server.onStart(() => this.refresh()),
    ];
  }

  hear(message: FromGuest): void {
    if (message.type === 'ready') this.refresh();
    else void this.answer(message.instance, message.command);
  }

  refresh(): void {
    void this.send();
  }

  private async send(): Promise<void> {
    const { uri } = this.page;
    const compiled = await this.server.ask(CompiledRequest, { uri });
    if (compiled === null) return;
    // While the text has errors the last instances stay.
    if (compiled.ir !== null) this.instances = instancesOf(compiled.ir);
    this.page.send({
      type: 'guest', name: nameOf(uri), instances: this.instances, errors: compiled.errors,
    });
  }

  private async answer(instance: string, command: GuestCommand): Promise<void> {
    const mine = ++this.asked;
    const answer = await this.server.ask(GuestRequest, { uri: this.page.uri, instance, command });
    if (answer !== null && mine === this.asked) {
      this.page.send({ type: 'text', instance, command, ...answer });
    }
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
  }
}
