using System.Collections.Concurrent;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.NodeAgent.References;

/// <summary>
/// The objects that pods refer to. Each read asks the API server; while that is away the last answer is used, so that containers can be
/// started again without it.
/// </summary>
public sealed class ReferencedObjects(KubeClient client)
{
    private readonly ConcurrentDictionary<(Type, string, string), KubeObject> _known = new();

    /// <summary>The object, or null where the API server has none.</summary>
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
}
