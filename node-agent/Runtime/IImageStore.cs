namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The images of the machine.</summary>
public interface IImageStore
{
    /// <summary>The image that a reference or id names, or null where it is not present.</summary>
    Task<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <exception cref="RuntimeException">The registry has no such image, refuses it, or cannot be reached.</exception>
    Task PullAsync(string reference, RegistryLogin? login, CancellationToken cancellationToken);

    /// <summary>Where on this machine images and the layers of containers lie, or null where the runtime does not tell.</summary>
    Task<string?> FolderAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes an image by its id, or one of its names and with the last one the image.</summary>
    /// <exception cref="RuntimeException">A container uses it.</exception>
    Task RemoveAsync(string reference, CancellationToken cancellationToken);
}
