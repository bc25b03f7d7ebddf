using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Engine;

namespace Orleans.Kube.Benchmarks.Engine;

/// <summary>Calls and activations of the embedded engine.</summary>
public sealed class EngineBenchmark : IBenchmark
{
    private const int Callers = 100;
    private const int Grains = 1_000;

    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public string Summary => "grain calls a second, bytes a call and bytes an activation of the embedded engine";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkContext context)
    {
        var started = Stopwatch.GetTimestamp();
        await using var services = new ServiceCollection().AddEmbeddedGrains(typeof(NoOpGrain).Assembly).BuildServiceProvider();
        var silo = services.GetRequiredService<EmbeddedSilo>();
        await silo.StartAsync();
        await silo.GetGrain<INoOpGrain>("first").NoOp();
        context.Report(
            "start to the first answer",
            Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms");

        var length = TimeSpan.FromSeconds(context.IsQuick ? 1 : 4);
        await CallsAsync(silo, 1, 1, length / 2, static grain => grain.NoOp());
        var one = await CallsAsync(silo, 1, 1, length, static grain => grain.NoOp());
        context.Report("no-op calls, 1 caller", one.Rate, "Orleans 800,000/s");
        await CallsAsync(silo, Callers, Grains, length / 2, static grain => grain.NoOp());
        var many = await CallsAsync(silo, Callers, Grains, length, static grain => grain.NoOp());
        context.Report("no-op calls, 100 callers, 1,000 grains", many.Rate, "Orleans 1,350,000/s", ">= 1,000,000/s");
        context.Report("allocated by such a call", many.Bytes, "Orleans 870 to 900 bytes", "< 870 bytes");
        var awaiting = await CallsAsync(silo, Callers, Grains, length, static grain => grain.NoOpAfterAwait());
        context.Report("the same, the grain awaits once", $"{awaiting.Rate}, {awaiting.Bytes}");

        await ActivationsAsync(context, silo, context.IsQuick ? 50_000 : 200_000);
        await silo.StopAsync();
    }

    private static async Task<(string Rate, string Bytes)> CallsAsync(
        EmbeddedSilo silo, int callers, int grains, TimeSpan length, Func<INoOpGrain, Task> call)
    {
        INoOpGrain[] references = [.. Enumerable.Range(0, grains).Select(i => silo.GetGrain<INoOpGrain>("grain-" + i))];
        await Task.WhenAll(references.Select(call));
        var end = new CancellationTokenSource();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var running = Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(references, caller, call, end.Token))).ToArray();
        end.CancelAfter(length);
        var calls = (await Task.WhenAll(running)).Sum();
        var elapsed = Stopwatch.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return (BenchmarkContext.PerSecond(calls, elapsed), $"{bytes / calls} bytes");
    }

    private static async Task<long> CallAsync(INoOpGrain[] grains, int caller, Func<INoOpGrain, Task> call, CancellationToken end)
    {
        var calls = 0L;
        for (var i = caller * 7; !end.IsCancellationRequested; i++)
        {
            await call(grains[i % grains.Length]);
            calls++;
        }

        return calls;
    }

    private static async Task ActivationsAsync(BenchmarkContext context, EmbeddedSilo silo, int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i += 1_000)
        {
            var from = i;
            await Task.WhenAll(Enumerable.Range(from, 1_000).Select(n => silo.GetGrain<INoOpGrain>("activation-" + n).NoOp()));
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        context.Report("first calls, each an activation", BenchmarkContext.PerSecond(count, elapsed));
        context.Report($"memory of an activation, of {count:N0}", $"{bytes / count} bytes with its grain and key");
    }
}
