using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>
/// Keeps a local copy of a collection: lists it, follows it by watch, lists again when its place in the history is lost. Every difference
/// of the copy is told once, in order, to the subscribers; a failing server leaves the copy as it was and is tried again with back-off.
/// </summary>
public sealed partial class Informer<TObject> where TObject : KubeObject
{
    private readonly ResourceClient<TObject> _resource;
    private readonly ListOptions _options;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile InformerSnapshot<TObject> _snapshot = InformerSnapshot<TObject>.Empty;

    public Informer(ResourceClient<TObject> resource, ListOptions? options = null, ILogger? logger = null) =>
        (_resource, _options, _logger) = (resource, options ?? new(), logger ?? NullLogger.Instance);

    /// <summary>
    /// Told of every change, on the informer's own loop: a slow subscriber delays the copy, one that throws is logged and misses that change.
    /// Subscribe before <see cref="RunAsync"/>.
    /// </summary>
    public event Action<InformerChange<TObject>>? Changed;

    /// <summary>The copy as it is now.</summary>
    public InformerSnapshot<TObject> Snapshot => _snapshot;

    /// <summary>Completes when the first list has arrived and its changes were told.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Follows the collection until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await ListAsync(cancellationToken);
                failures = 0;
                await FollowAsync(cancellationToken);
            }
            catch (StatusException e) when (e.Code == 410)
            {
                LogHistoryGone(_resource.Route.Plural, _snapshot.ResourceVersion);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(_resource.Route.Plural, e.Message);
                failures++;
            }

            if (failures > 0) await _resource.Client.Options.BackOff.WaitAsync(failures, _resource.Client.Options.TimeProvider, cancellationToken);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await _resource.ListAsync(_options, cancellationToken);
        var origin = _synced.Task.IsCompleted ? ChangeOrigin.Missed : ChangeOrigin.Listed;
        (_snapshot, var changes) = _snapshot.Relist(list.Items, list.Metadata.ResourceVersion, origin);
        foreach (var change in changes) Tell(change);
        _synced.TrySetResult();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in _resource.WatchAsync(_options with { ResourceVersion = _snapshot.ResourceVersion }, cancellationToken))
        {
            (_snapshot, var change) = _snapshot.After(item);
            if (change is not null) Tell(change);
        }
    }

    private void Tell(InformerChange<TObject> change)
    {
        try
        {
            Changed?.Invoke(change);
        }
        catch (Exception e)
        {
            LogSubscriberFailed(e, _resource.Route.Plural, change.Object.Metadata.Namespace, change.Object.Metadata.Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "the history of {resource} after {version} is gone, listing again")]
    private partial void LogHistoryGone(string resource, string version);

    [LoggerMessage(LogLevel.Error, "a subscriber failed on a change of {resource} {ns}/{name}")]
    private partial void LogSubscriberFailed(Exception error, string resource, string ns, string name);

    [LoggerMessage(LogLevel.Warning, "cannot follow {resource}: {reason}")]
    private partial void LogFailed(string resource, string reason);
}
