using Orleans.Kube.Ledger.Tests.Crash;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test assembly is its own crash victim: started with this argument it writes until it is killed.
if (args is [CrashWriter.Argument, var store, var location]) return await CrashWriter.RunAsync(store, location);
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, Orleans.Kube.Ledger.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
