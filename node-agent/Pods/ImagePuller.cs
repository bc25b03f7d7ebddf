using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Gets the image of a container onto the machine as its pull policy says.</summary>
public sealed class ImagePuller(IContainerRuntime runtime, IEventRecorder events, ReferencedObjects objects, ImageCollector images, ContainerOptions options)
{
    private readonly SemaphoreSlim _pulls = new(options.ParallelPulls);

    /// <summary>The image, present on the machine.</summary>
    /// <exception cref="StartException">It is not to be had.</exception>
    public async Task<RuntimeImage> EnsureAsync(Pod pod, Container container, CancellationToken cancellationToken)
    {
        if (ImageName.Problem(container.Image) is { } problem)
        {
            var trouble = $"Failed to apply default image tag \"{container.Image}\": couldn't parse image name \"{container.Image}\": {problem}";
            events.Warning(pod, container.Name, "InspectFailed", trouble);
            events.Warning(pod, container.Name, "Failed", "Error: InvalidImageName");
            throw new StartException("InvalidImageName", trouble);
        }

        var present = await runtime.Images.FindAsync(container.Image, cancellationToken);
        switch (PolicyOf(container))
        {
            case PullPolicy.Never when present is null:
                var message = $"Container image \"{container.Image}\" is not present with pull policy of Never";
                events.Warning(pod, container.Name, "ErrImageNeverPull", message);
                throw new StartException("ErrImageNeverPull", message);
            case PullPolicy.Never or PullPolicy.IfNotPresent when present is not null:
                events.Normal(pod, container.Name, "Pulled", $"Container image \"{container.Image}\" already present on machine");
                return present;
            default:
                return await PullAsync(pod, container, cancellationToken);
        }
    }

    /// <summary>A pod without a policy pulls always when the tag may move.</summary>
    private static string PolicyOf(Container container) =>
        container.ImagePullPolicy.Length > 0 ? container.ImagePullPolicy
        : ImageName.Split(container.Image).Tag == "latest" ? PullPolicy.Always
        : PullPolicy.IfNotPresent;

    private async Task<RuntimeImage> PullAsync(Pod pod, Container container, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        await _pulls.WaitAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        try
        {
            events.Normal(pod, container.Name, "Pulling", $"Pulling image \"{container.Image}\"");
            await runtime.Images.PullAsync(container.Image, await LoginAsync(pod, container.Image, cancellationToken), cancellationToken);
        }
        catch (RuntimeException e)
        {
            events.Warning(pod, container.Name, "Failed", $"Failed to pull image \"{container.Image}\": {e.Message}");
            events.Warning(pod, container.Name, "Failed", "Error: ErrImagePull");
            throw new StartException("ErrImagePull", e.Message);
        }
        finally
        {
            _pulls.Release();
        }

        var image = await runtime.Images.FindAsync(container.Image, cancellationToken)
            ?? throw new StartException("ErrImagePull", $"image \"{container.Image}\" is gone after it was pulled");
        images.Pulled(image);
        var (took, whole) = (Seconds(Stopwatch.GetElapsedTime(began)), Seconds(Stopwatch.GetElapsedTime(asked)));
        events.Normal(pod, container.Name, "Pulled", $"Successfully pulled image \"{container.Image}\" in {took} ({whole} including waiting). Image size: {image.Size} bytes.");
        return image;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";

    /// <summary>The first of the pod's pull secrets that knows the image's registry.</summary>
    private async Task<RegistryLogin?> LoginAsync(Pod pod, string image, CancellationToken cancellationToken)
    {
        var registry = ImageName.Registry(image);
        foreach (var reference in pod.Spec.ImagePullSecrets)
        {
            var secret = await objects.FindAsync<Secret>(pod.Metadata.Namespace, reference.Name, cancellationToken);
            if (secret?.Data.GetValueOrDefault(".dockerconfigjson") is { } json && Login(json, registry) is { } login) return login;
        }

        return null;
    }

    private static RegistryLogin? Login(byte[] json, string registry)
    {
        using var config = JsonDocument.Parse(json);
        if (!config.RootElement.TryGetProperty("auths", out var logins)) return null;
        foreach (var entry in logins.EnumerateObject())
        {
            var host = entry.Name.Replace("https://", "").Replace("http://", "").Split('/')[0];
            if (host != registry && !(registry == "docker.io" && host.EndsWith("docker.io", StringComparison.Ordinal))) continue;
            if (entry.Value.TryGetProperty("username", out var user) && entry.Value.TryGetProperty("password", out var password))
                return new RegistryLogin(registry, user.GetString()!, password.GetString()!);
            if (entry.Value.TryGetProperty("auth", out var both) && Encoding.UTF8.GetString(both.GetBytesFromBase64()).Split(':', 2) is [var name, var word])
                return new RegistryLogin(registry, name, word);
        }

        return null;
    }
}
