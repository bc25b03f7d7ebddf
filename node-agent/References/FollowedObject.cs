using System.Collections.Immutable;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.NodeAgent.References;

/// <summary>One object under a watch of its own. One that cannot change any more is not watched any more.</summary>
internal sealed class FollowedObject<TObject> : IFollowedObject where TObject : KubeObject
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Informer<TObject> _informer;
    private ImmutableHashSet<string> _pods = [];

    public FollowedObject(ResourceClient<TObject> resource, string name, Action<IReadOnlyCollection<string>> changed, ILogger logger)
    {
        _informer = new Informer<TObject>(resource, new ListOptions { FieldSelector = $"metadata.name={name}" }, logger);
        _informer.Changed += change =>
        {
            if (IsImmutable(change.Current)) _stopping.CancelAfter(TimeSpan.FromSeconds(1));
            if (change.Origin != ChangeOrigin.Listed) changed(_pods);
        };
        // Listing and following begin off the caller's path.
        _ = Task.Run(RunAsync, CancellationToken.None);
    }

    public Task Synced => _informer.Synced;

    public TObject? Current => _informer.Snapshot.Objects.Values.FirstOrDefault();

    public void Add(string podUid) => ImmutableInterlocked.Update(ref _pods, pods => pods.Add(podUid));

    public bool Remove(string podUid)
    {
        if (!_pods.Contains(podUid)) return false;
        ImmutableInterlocked.Update(ref _pods, pods => pods.Remove(podUid));
        return _pods.IsEmpty;
    }

    public void Stop() => _stopping.Cancel();

    private static bool IsImmutable(TObject? value) => value switch
    {
        ConfigMap map => map.Immutable == true,
        Secret secret => secret.Immutable == true,
        _ => false,
    };

    private async Task RunAsync()
    {
        try
        {
            await _informer.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // That is how following ends.
        }
    }
}
