using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Engine;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Storage;
using Orleans.Kube.Testing;
using Orleans.Storage;

namespace Orleans.Kube.Grains.Tests;

/// <summary>A control plane without an API server: the embedded engine over a ledger in a temporary folder, on a clock that tests move.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const int MostSteps = 4;
    private static readonly WriteContext User = new("jane", ["system:authenticated"], "kubectl", false);

    private readonly TemporaryLedger _store;
    private readonly WarningLog _log = new();
    private readonly bool _routes;
    private readonly Func<IGrainStorage, IGrainStorage>? _storage;
    private readonly TimeSpan _endpointInterval;
    private readonly PodNetwork _network;
    private readonly IForeignOwners _foreign;
    private IHost _host;

    private Cluster(TemporaryLedger store, bool routes, Func<IGrainStorage, IGrainStorage>? storage, TimeSpan endpointInterval, PodNetwork network, IForeignOwners foreign)
    {
        (_store, _routes, _storage, _endpointInterval, _network, _foreign) = (store, routes, storage, endpointInterval, network, foreign);
        _host = Build();
    }

    public Ledger.Ledger Ledger => _store.Ledger;

    public FakeTime Time { get; } = new();

    public IServiceProvider Services => _host.Services;

    /// <summary>What was logged as a warning or worse.</summary>
    public string Warnings => _log.ToString();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="routes">Whether changes wake grains. Without that nothing reconciles, so writes can be looked at alone.</param>
    /// <param name="storage">What to put in front of the grains' storage.</param>
    /// <param name="endpointInterval">How far apart the writes of one service's endpoints are at least.</param>
    /// <param name="network">The range of pods' addresses.</param>
    /// <param name="foreign">The kinds of other API servers.</param>
    public static async Task<Cluster> StartAsync(
        bool routes = false, Func<IGrainStorage, IGrainStorage>? storage = null, TimeSpan endpointInterval = default, PodNetwork? network = null,
        IForeignOwners? foreign = null)
    {
        var cluster = new Cluster(await TemporaryLedger.OpenAsync(), routes, storage, endpointInterval, network ?? new PodNetwork(), foreign ?? new NoForeignOwners());
        await cluster._host.StartAsync();
        await cluster.CreateAsync(Objects.Namespace("default"));
        return cluster;
    }

    /// <summary>Ends all activations and starts anew on the same ledger.</summary>
    public async Task RestartAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _host = Build();
        await _host.StartAsync();
    }

    public static ResourceDefinition Definition(KubeObject content) =>
        ResourceRegistry.BuiltIn.TryFindKind(content.ApiVersion, content.Kind, out var definition) ? definition : throw new ArgumentException(content.Kind);

    public static ObjectKey Key(KubeObject content) => Definition(content).Key(content.Metadata.Namespace, content.Metadata.Name);

    public TObject? Find<TObject>(string name, string @namespace = "default") where TObject : KubeObject =>
        Ledger.Current.Find(ResourceRegistry.BuiltIn.Of<TObject>().Key(@namespace, name))?.As<TObject>();

    public Task<ObjectReply> TryCreateAsync(KubeObject content, WriteContext? context = null) =>
        Grains.ObjectGrain(Key(content)).CreateAsync(new CreateRequest(ApiObject.FromContent(Key(content), content), context ?? User));

    public async Task<TObject> CreateAsync<TObject>(TObject content) where TObject : KubeObject => Accepted<TObject>(await TryCreateAsync(content));

    public Task<ObjectReply> TryReplaceAsync(KubeObject content, string subresource = "", WriteContext? context = null) =>
        Grains.ObjectGrain(Key(content)).ReplaceAsync(new ReplaceRequest(ApiObject.FromContent(Key(content), content), subresource, context ?? User));

    public async Task<TObject> ReplaceAsync<TObject>(TObject content, string subresource = "") where TObject : KubeObject =>
        Accepted<TObject>(await TryReplaceAsync(content, subresource));

    public Task<ObjectReply> TryPatchAsync(KubeObject target, string json, PatchKind kind = PatchKind.Merge, string subresource = "", WriteContext? context = null, bool force = false) =>
        Grains.ObjectGrain(Key(target)).PatchAsync(new PatchRequest(kind, System.Text.Encoding.UTF8.GetBytes(json), subresource, force, context ?? User));

    public async Task<TObject> PatchAsync<TObject>(TObject target, string json, PatchKind kind = PatchKind.Merge, string subresource = "") where TObject : KubeObject =>
        Accepted<TObject>(await TryPatchAsync(target, json, kind, subresource));

    public Task<ObjectReply> DeleteAsync(KubeObject target, DeleteOptions? options = null, WriteContext? context = null) =>
        Grains.ObjectGrain(Key(target)).DeleteAsync(new DeleteRequest(
            options is null ? null : JsonSerializer.SerializeToUtf8Bytes(options, KubeJson.Options), context ?? User));

    public Task<ObjectReply> TryBindAsync(Pod pod, string node) => Grains.ObjectGrain(Key(pod)).ReplaceAsync(
        new ReplaceRequest(ApiObject.FromContent(Key(pod), Objects.Binding(pod, node)), "binding", WriteContext.System("scheduler")));

    public async Task BindAsync(Pod pod, string node) => Accepted<Pod>(await TryBindAsync(pod, node));

    /// <summary>Creates a pod, binds it and reports it running, as scheduler and agent would.</summary>
    public async Task RunPodAsync(string name, string ip, bool ready = true, string app = "web", string node = "")
    {
        var pod = await CreateAsync(Objects.Pod(name, app));
        if (node.Length > 0) await BindAsync(pod, node);
        await ReplaceAsync(Objects.Running(Find<Pod>(name)!, ip, ready), "status");
    }

    /// <summary>Reports a node ready, as its agent would.</summary>
    public async Task ReportReadyAsync(string name)
    {
        var node = Find<Node>(name, "")!;
        await ReplaceAsync(node with
        {
            Metadata = node.Metadata with { ResourceVersion = "" },
            Status = node.Status with
            {
                Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = "True", LastHeartbeatTime = Time.GetUtcNow(), Reason = "KubeletReady" }],
            },
        }, "status");
    }

    /// <summary>Lets time pass until the state is as it should be. On a busy machine the clock may move before a grain looks at it, and then moves again.</summary>
    public async Task PassAsync(TimeSpan span, Func<IClusterView, bool> holds)
    {
        for (var step = 1; step <= MostSteps; step++)
        {
            await SettleAsync();
            Time.Advance(span);
            if (await FindAsync(Once(holds), Patience / MostSteps) is not null) return;
        }

        throw NeverCame();
    }

    /// <summary>Waits until every change so far has reached the grains that it wakes, and they have done what follows.</summary>
    public async Task SettleAsync()
    {
        // A write through a grain that the router wakes comes after the wakes of all changes before it; three rounds cover the writes that follow.
        for (var round = 0; round < 3; round++)
        {
            var probe = await CreateAsync(Objects.Namespace($"probe-{Guid.NewGuid():n}"));
            await EventuallyAsync(view => view.Find(new ObjectKey(new GroupResource("", "serviceaccounts"), probe.Metadata.Name, "default")) is not null);
        }
    }

    /// <summary>Writes as another activation of the same object would.</summary>
    public async Task WriteBehindTheGrainAsync(KubeObject content) =>
        (await Ledger.WriteAsync(new LedgerWrite(ApiObject.FromContent(Key(content), content), Ledger.Current.Find(Key(content))!.Revision)))
            .ShouldBeOfType<LedgerResult.Committed>();

    public static TObject Accepted<TObject>(ObjectReply reply) where TObject : KubeObject
    {
        reply.Failure.ShouldBeNull(reply.Failure is null ? null : PlanWriter.Status(reply).Message);
        return reply.Object.ShouldNotBeNull().As<TObject>();
    }

    public static Status Refused(ObjectReply reply)
    {
        reply.Failure.ShouldNotBeNull();
        return PlanWriter.Status(reply);
    }

    /// <summary>Waits until the state is as it should be, looking again after every change.</summary>
    public async Task<TResult> EventuallyAsync<TResult>(Func<IClusterView, TResult?> look) where TResult : class => await FindAsync(look, Patience) ?? throw NeverCame();

    public Task EventuallyAsync(Func<IClusterView, bool> holds) => EventuallyAsync(Once(holds));

    private static Func<IClusterView, string?> Once(Func<IClusterView, bool> holds) => view => holds(view) ? "" : null;

    private TimeoutException NeverCame() => new($"It did not come about. Warnings: {_log}");

    private async Task<TResult?> FindAsync<TResult>(Func<IClusterView, TResult?> look, TimeSpan span) where TResult : class
    {
        using var patience = new CancellationTokenSource(span);
        using var cursor = Ledger.Follow(null, Ledger.Current.Revision);
        while (true)
        {
            if (look(Ledger.Current) is { } found) return found;
            try
            {
                await cursor.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            while (cursor.TryRead(out _))
            {
            }
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(_store.Ledger);
        builder.Services.AddSingleton<IClusterState>(_store.Ledger);
        builder.Services.AddSingleton<LedgerGrainStorage>();
        builder.Services.AddKeyedSingleton<IGrainStorage>("ledger", (provider, _) => provider.GetRequiredService<LedgerGrainStorage>() is var storage && _storage is { } wrap ? wrap(storage) : storage);
        builder.Services.AddSingleton(new ServiceOptions { EndpointInterval = _endpointInterval });
        builder.Services.AddSingleton(_network);
        builder.Services.AddSingleton(_foreign);
        builder.Services.AddSingleton<IPodUsageSource, SharedLoad>();
        builder.Services.AddKubeGrains();
        builder.Services.AddLogging(logging => logging.AddProvider(_log));
        builder.Services.AddEmbeddedGrains(typeof(ObjectGrain).Assembly);
        if (_routes) builder.Services.AddHostedService(static provider => provider.GetRequiredService<ChangeRouter>());
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _store.DisposeAsync();
    }
}
