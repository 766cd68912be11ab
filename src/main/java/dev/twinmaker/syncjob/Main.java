package dev.twinmaker.syncjob;

import dev.twinmaker.syncjob.check.CheckCommand;
import dev.twinmaker.syncjob.importer.ImportCommand;
import dev.twinmaker.syncjob.operator.BadConfiguration;
import dev.twinmaker.syncjob.simulator.SimulatorCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operator, with settings as {@code -Dname=value} where there are any; with {@code simulator} as first argument
 * the TwinMaker simulator alone, with {@code import} the command that prints manifests of existing jobs, with
 * {@code check} the one that reads what is stored.
 */
@QuarkusMain
public final class Main {

    private static final int BAD_CONFIGURATION = 2;

    private static final StopBySignal STOP = new StopBySignal();

    private Main() {}

    public static void main(String... args) {
        if (Arrays.stream(args).allMatch(Main::isSetting)) {
            Arrays.stream(args).forEach(Main::set);
            Runtime.getRuntime().addShutdownHook(STOP);
            Quarkus.run(null, Main::exit);
            return;
        }
        if (args[0].equals("simulator")) {
            System.exit(SimulatorCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args[0].equals("import")) {
            System.exit(ImportCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args[0].equals("check")) {
            System.exit(CheckCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        System.err.println("Unknown argument '" + args[0] + "'. Without arguments, or with settings as -Dname=value,"
                + " the operator runs; 'simulator' runs"
                + " the TwinMaker simulator, 'import' prints manifests of jobs that exist, 'check' reads every stored object"
                + " as this version does.");
        System.exit(BAD_CONFIGURATION);
    }

    private static boolean isSetting(String argument) {
        return argument.startsWith("-D") && argument.indexOf('=') > 2;
    }

    private static void set(String argument) {
        int end = argument.indexOf('=');
        System.setProperty(argument.substring(2, end), argument.substring(end + 1));
    }

    private static void exit(int code, @Nullable Throwable failure) {
        String fault = configurationFault(failure);
        if (fault != null) {
            System.err.println("Bad configuration: " + fault);
            end(BAD_CONFIGURATION);
            return;
        }
        if (failure != null) {
            Logger.getLogger(Main.class).error("the operator could not start", failure);
        }
        end(code);
    }

    private static void end(int code) {
        if (!STOP.stopped(code)) {
            System.exit(code);
        }
    }

    private static @Nullable String configurationFault(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof BadConfiguration
                    || t instanceof ConfigValidationException
                    || t instanceof NoSuchElementException) {
                return t.getMessage();
            }
        }
        return null;
    }
}
