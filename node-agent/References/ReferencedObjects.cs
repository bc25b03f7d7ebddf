using System.Collections.Concurrent;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.NodeAgent.References;

/// <summary>
/// The objects that pods refer to. ConfigMaps and Secrets are followed, each by a watch of its own, for as long as a pod of this node refers
/// to them: so pods learn of their changes, and containers can be started again while the API server is away.
/// </summary>
public sealed class ReferencedObjects(KubeClient client, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(Type, string, string), KubeObject> _known = new();
    private readonly Dictionary<(Type, string, string), IFollowedObject> _followed = [];
    private readonly Lock _lock = new();

    /// <summary>An object changed that these pods (by uid) refer to.</summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>
    /// The object as it is now, or null where there is none. From here on the pod is told of its changes, until <see cref="Release"/>.
    /// </summary>
    /// <exception cref="ReferenceException">The API server does not tell.</exception>
    public async Task<TObject?> FollowAsync<TObject>(Pod pod, string name, CancellationToken cancellationToken) where TObject : KubeObject
    {
        var followed = Follow<TObject>(pod.Metadata.Namespace, name, pod.Metadata.Uid);
        try
        {
            await followed.Synced.WaitAsync(Patience, client.Options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ReferenceException($"failed to sync {typeof(TObject).Name.ToLowerInvariant()} cache: timed out waiting for the condition");
        }

        return followed.Current;
    }

    /// <summary>A pod is gone: what only it referred to is followed no more.</summary>
    public void Release(string podUid)
    {
        lock (_lock)
        {
            foreach (var (key, followed) in _followed.ToList())
            {
                if (!followed.Remove(podUid)) continue;
                _followed.Remove(key);
                followed.Stop();
            }
        }
    }

    /// <summary>The object, or null where the API server has none. Asks each time; while the server is away the last answer is used.</summary>
    public async Task<TObject?> FindAsync<TObject>(string @namespace, string name, CancellationToken cancellationToken) where TObject : KubeObject
    {
        var key = (typeof(TObject), @namespace, name);
        try
        {
            var found = await client.Of<TObject>().InNamespace(@namespace).FindAsync(name, cancellationToken);
            if (found is null) _known.TryRemove(key, out _);
            else _known[key] = found;
            return found;
        }
        catch (Exception e) when (e is HttpRequestException || e is StatusException { Code: >= 500 })
        {
            return _known.TryGetValue(key, out var known) ? (TObject)known : throw new ReferenceException($"cannot read {name}: {e.Message}");
        }
        catch (StatusException e)
        {
            throw new ReferenceException(e.Message);
        }
    }

    /// <summary>A token of a service account that is bound to a pod.</summary>
    public async Task<TokenRequestStatus> TokenAsync(Pod pod, string audience, long seconds, CancellationToken cancellationToken)
    {
        var account = pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : "default";
        var request = new TokenRequest
        {
            ApiVersion = "authentication.k8s.io/v1", Kind = "TokenRequest",
            Spec = new TokenRequestSpec
            {
                Audiences = audience.Length > 0 ? [audience] : [], ExpirationSeconds = seconds,
                BoundObjectRef = new BoundObjectReference { Kind = "Pod", ApiVersion = "v1", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        try
        {
            var answer = await client.Of<ServiceAccount>().InNamespace(pod.Metadata.Namespace).PostAsync<TokenRequest>(account, "token", request, cancellationToken);
            return answer.Status;
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            throw new ReferenceException($"failed to fetch token: {e.Message}");
        }
    }

    /// <summary>Writes down that what is behind a claim has grown.</summary>
    /// <exception cref="ReferenceException">The API server refuses, or is away.</exception>
    public async Task GrownAsync(PersistentVolumeClaim claim, Quantity size, CancellationToken cancellationToken)
    {
        var patch = new { metadata = new { uid = claim.Metadata.Uid }, status = new { capacity = new Dictionary<string, string> { [ResourceName.Storage] = size.ToString() }, conditions = Array.Empty<object>() } };
        try
        {
            await client.Of<PersistentVolumeClaim>().InNamespace(claim.Metadata.Namespace).PatchStatusAsync(claim.Metadata.Name, PatchKind.Merge, patch, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            throw new ReferenceException($"error updating PVC {claim.Metadata.Namespace}/{claim.Metadata.Name}: {e.Message}");
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            foreach (var followed in _followed.Values) followed.Stop();
            _followed.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private FollowedObject<TObject> Follow<TObject>(string @namespace, string name, string podUid) where TObject : KubeObject
    {
        lock (_lock)
        {
            var key = (typeof(TObject), @namespace, name);
            if (!_followed.TryGetValue(key, out var followed))
                _followed[key] = followed = new FollowedObject<TObject>(client.Of<TObject>().InNamespace(@namespace), name, pods => Changed?.Invoke(pods), logger);
            followed.Add(podUid);
            return (FollowedObject<TObject>)followed;
        }
    }
}
