using Microsoft.Extensions.Hosting;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.ApiExtensions;

/// <summary>
/// Keeps the registry in line with the CustomResourceDefinitions of the cluster, on every silo. It follows their changes; who is about to answer
/// from the registry has it look at once, so that a client finds what it has just been told of.
/// </summary>
public sealed class CustomResources(IClusterState cluster, ResourceRegistry registry) : BackgroundService, IHealthReporter
{
    private readonly Lock _lock = new();
    private Dictionary<ObjectKey, (long Revision, IReadOnlyList<CustomObjectDefinition> Versions)> _known = [];
    private IChangeCursor? _cursor;

    /// <summary>Who asks has the registry look at once, as requests do.</summary>
    public IReadOnlyList<IHealthCheck> Checks => field ??=
    [
        new HealthCheck("poststarthook/start-apiextensions-informers", true, Problem), new HealthCheck("poststarthook/crd-informer-synced", true, Problem),
    ];

    /// <summary>Takes in all changes that this silo knows of.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            if (_cursor is not null && !_cursor.HasChanged()) return;
            var view = cluster.Current;
            _cursor?.Dispose();
            _cursor = cluster.Follow(Resources.CustomResourceDefinitions, view.Revision);
            Take(view);
        }
    }

    public override void Dispose()
    {
        _cursor?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var cursor = cluster.Follow(Resources.CustomResourceDefinitions, cluster.Current.Revision);
                Refresh();
                while (true)
                {
                    await cursor.WaitAsync(stoppingToken);
                    while (cursor.TryRead(out _))
                    {
                    }

                    Refresh();
                }
            }
            catch (RevisionExpiredException)
            {
                // So much else has changed that the feed has moved on: looking anew finds what is now.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private string? Problem()
    {
        Refresh();
        return null;
    }

    private void Take(IClusterView view)
    {
        var next = new Dictionary<ObjectKey, (long Revision, IReadOnlyList<CustomObjectDefinition> Versions)>();
        foreach (var stored in view.List(Resources.CustomResourceDefinitions))
            next[stored.Key] = _known.TryGetValue(stored.Key, out var known) && known.Revision == stored.Revision ? known : (stored.Revision, Versions(stored.As<CustomResourceDefinition>()));
        if (next.Count == 0 && _known.Count == 0) return;
        _known = next;
        registry.Serve(next.Values.SelectMany(static d => d.Versions)
            .OrderBy(static d => d.Group, StringComparer.Ordinal).ThenBy(static d => d.Version, VersionPriority.Order).ThenBy(static d => d.Plural, StringComparer.Ordinal));
    }

    private static IReadOnlyList<CustomObjectDefinition> Versions(CustomResourceDefinition definition)
    {
        var isEstablished = definition.Status?.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" }) == true;
        return isEstablished ? [.. definition.Spec.Versions.Select(v => new CustomObjectDefinition(definition, v))] : [];
    }
}
