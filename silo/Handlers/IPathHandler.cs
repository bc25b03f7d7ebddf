namespace Orleans.Kube.Silo.Handlers;

/// <summary>
/// Answers the requests of a path that is no resource, and of everything below it. Register an implementation in the container and the
/// server finds it; the longest root wins.
/// </summary>
public interface IPathHandler : IRequestHandler
{
    /// <summary>The paths served, such as <c>/version</c>; each with all that lies below it.</summary>
    IReadOnlyList<string> Roots { get; }

    /// <summary>The paths that the index of the server names.</summary>
    IEnumerable<string> Paths => Roots;
}
