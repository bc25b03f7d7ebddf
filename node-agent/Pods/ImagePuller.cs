using System.Diagnostics;
using Orleans.Kube.Model;
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
                events.Warning(pod, container.Name, "Failed", "Error: ErrImageNeverPull");
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
            await PullAsync(container.Image, await LoginsAsync(pod, container.Image, cancellationToken), cancellationToken);
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
        var (took, whole) = (Took(Stopwatch.GetElapsedTime(began)), Took(Stopwatch.GetElapsedTime(asked)));
        events.Normal(pod, container.Name, "Pulled", $"Successfully pulled image \"{container.Image}\" in {took} ({whole} including waiting). Image size: {image.Size} bytes.");
        return image;
    }

    /// <summary>How long something took, to the millisecond, as Go writes it: 313ms, 1m3.5s.</summary>
    internal static string Took(TimeSpan time) => GoDuration.Format(TimeSpan.FromMilliseconds((long)time.TotalMilliseconds));

    /// <summary>Pulls as each that the pod's secrets name in turn; as nobody where they name none for this registry.</summary>
    private async Task PullAsync(string image, IReadOnlyList<RegistryLogin> logins, CancellationToken cancellationToken)
    {
        var failures = new List<RuntimeException>();
        foreach (var login in logins.Count == 0 ? [null] : logins.Cast<RegistryLogin?>())
        {
            try
            {
                await runtime.Images.PullAsync(image, login, cancellationToken);
                return;
            }
            catch (RuntimeException e)
            {
                failures.Add(e);
            }
        }

        throw failures is [var only] ? only : new RuntimeException($"[{string.Join(", ", failures.Select(static f => f.Message).Distinct())}]");
    }

    /// <summary>Who to be. People are told of secrets that cannot be had.</summary>
    private async Task<IReadOnlyList<RegistryLogin>> LoginsAsync(Pod pod, string image, CancellationToken cancellationToken)
    {
        var (secrets, missing) = (new List<Secret>(), new List<string>());
        foreach (var reference in pod.Spec.ImagePullSecrets)
        {
            if (await SecretAsync(pod, reference.Name, cancellationToken) is { } secret) secrets.Add(secret);
            else missing.Add(reference.Name);
        }

        if (missing.Count > 0)
            events.Warning(pod, "FailedToRetrieveImagePullSecret", $"Unable to retrieve some image pull secrets ({string.Join(", ", missing)}); attempting to pull the image may not succeed.");
        return PullLogins.For(image, secrets);
    }

    private async Task<Secret?> SecretAsync(Pod pod, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.FindAsync<Secret>(pod.Metadata.Namespace, name, cancellationToken);
        }
        catch (ReferenceException)
        {
            return null;
        }
    }
}
