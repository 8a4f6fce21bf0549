/**
 * The wiring of the language: which service answers for what. Nothing is wired anywhere else.
 * This is the core that needs no editor; services for editors are added in services/module.ts.
 */
import {
  createDefaultCoreModule, createDefaultSharedCoreModule, inject,
  type DefaultSharedCoreModuleContext, type LangiumCoreServices,
  type LangiumSharedCoreServices, type Module,
} from 'langium';
import { NitroGeneratedModule, NitroGeneratedSharedModule } from './generated/module.ts';
import { NitroScopeProvider } from './references/scope.ts';
import { NitroParserErrorMessages } from './syntax/error-messages.ts';
import { createNitroParser } from './syntax/parser.ts';
import { NitroTokenBuilder, NitroValueConverter } from './syntax/tokens.ts';

export interface NitroAddedServices {
  readonly references: { readonly ScopeProvider: NitroScopeProvider };
}

export type NitroCoreServices = LangiumCoreServices & NitroAddedServices;

export const NitroCoreModule: Module<NitroCoreServices, object> = {
  parser: {
    ParserErrorMessageProvider: () => new NitroParserErrorMessages(),
    LangiumParser: (services: NitroCoreServices) => createNitroParser(services),
    TokenBuilder: () => new NitroTokenBuilder(),
    ValueConverter: () => new NitroValueConverter(),
  },
  references: {
    ScopeProvider: (services: NitroCoreServices) => new NitroScopeProvider(services),
  },
};

export interface NitroCore {
  readonly shared: LangiumSharedCoreServices;
  readonly nitro: NitroCoreServices;
}

/** The language without an editor: what the command line and the tests use. */
export const createNitroCore = (context: DefaultSharedCoreModuleContext): NitroCore => {
  const shared = inject(createDefaultSharedCoreModule(context), NitroGeneratedSharedModule);
  const nitro = inject(
    createDefaultCoreModule({ shared }),
    NitroGeneratedModule,
    NitroCoreModule as Module<NitroCoreServices>,
  );
  shared.ServiceRegistry.register(nitro);
  return { shared, nitro };
};
