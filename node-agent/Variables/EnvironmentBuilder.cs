using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Variables;

/// <summary>The environment of a container: services, then envFrom, then env, each overriding what came before.</summary>
/// <param name="objects">What containers refer to.</param>
/// <param name="services">The services of the cluster.</param>
/// <param name="served">Is done once the API server has answered.</param>
/// <param name="allocatable">What the node has to give.</param>
/// <param name="time">The clock.</param>
public sealed class EnvironmentBuilder(ReferencedObjects objects, Informer<Service> services, Task served, Func<IReadOnlyDictionary<string, Quantity>> allocatable, TimeProvider time)
{
    /// <summary>How long services are waited for that the agent has not read yet. Without an API server there are none to be had, and pods that run are started anew all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="ReferenceException">Something that is not optional is missing.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(Pod pod, Container container, CancellationToken cancellationToken)
    {
        // The pods that an API server is made of cannot wait for it.
        if (!StaticPod.Is(pod)) await UntilServicesAreKnownAsync(cancellationToken);
        var variables = new OrderedDictionary<string, string>();
        foreach (var (name, value) in ServiceVariables.Of(pod.Metadata.Namespace, pod.Spec.EnableServiceLinks ?? true, services.Snapshot.Objects.Values)) variables[name] = value;
        foreach (var source in container.EnvFrom) await AddAllAsync(variables, pod, source, cancellationToken);
        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom is null) variables[variable.Name] = Expansion.Expand(variable.Value, variables);
            else if (await ValueAsync(pod, container, variable.ValueFrom, cancellationToken) is { } value) variables[variable.Name] = value;
        }

        return [.. variables];
    }

    private async Task UntilServicesAreKnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.Synced.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (served.IsCompleted) throw new ReferenceException("services have not yet been read at least once, cannot construct envvars");
        }
    }

    private async Task AddAllAsync(OrderedDictionary<string, string> variables, Pod pod, EnvFromSource source, CancellationToken cancellationToken)
    {
        if (source.ConfigMapRef is { } config)
        {
            var map = await ConfigMapAsync(pod, config.Name, config.Optional, cancellationToken);
            foreach (var (key, value) in map?.Data ?? EmptyMap<string>.Value) variables[source.Prefix + key] = value;
        }

        if (source.SecretRef is { } secret)
        {
            var found = await SecretAsync(pod, secret.Name, secret.Optional, cancellationToken);
            foreach (var (key, value) in found?.Data ?? EmptyMap<byte[]>.Value) variables[source.Prefix + key] = Encoding.UTF8.GetString(value);
        }
    }

    private async Task<string?> ValueAsync(Pod pod, Container container, EnvVarSource source, CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.Namespace;
        if (source.FieldRef is { } field) return DownwardFields.Field(pod, field.FieldPath);
        if (source.ResourceFieldRef is { } resource) return DownwardFields.Resource(pod.Spec, container, resource, allocatable());
        if (source.ConfigMapKeyRef is { } config)
        {
            var map = await ConfigMapAsync(pod, config.Name, config.Optional, cancellationToken);
            if (map?.Data.TryGetValue(config.Key, out var value) == true) return value;
            return config.Optional == true ? null : throw new ReferenceException($"couldn't find key {config.Key} in ConfigMap {ns}/{config.Name}");
        }

        if (source.SecretKeyRef is not { } secret) return null;
        var found = await SecretAsync(pod, secret.Name, secret.Optional, cancellationToken);
        if (found?.Data.TryGetValue(secret.Key, out var bytes) == true) return Encoding.UTF8.GetString(bytes);
        return secret.Optional == true ? null : throw new ReferenceException($"couldn't find key {secret.Key} in Secret {ns}/{secret.Name}");
    }

    private async Task<ConfigMap?> ConfigMapAsync(Pod pod, string name, bool? optional, CancellationToken cancellationToken)
    {
        var found = await objects.FollowAsync<ConfigMap>(pod, name, cancellationToken);
        return found is not null || optional == true ? found : throw new ReferenceException($"configmap \"{name}\" not found");
    }

    private async Task<Secret?> SecretAsync(Pod pod, string name, bool? optional, CancellationToken cancellationToken)
    {
        var found = await objects.FollowAsync<Secret>(pod, name, cancellationToken);
        return found is not null || optional == true ? found : throw new ReferenceException($"secret \"{name}\" not found");
    }
}
