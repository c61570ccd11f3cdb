package im.hearth.engine;

import java.nio.file.Path;

class OnHsqldbTest extends WhatClientsDid {
    @Override
    EngineProcess start(Path data) {
        return EngineProcess.on(data).start();
    }
}
