using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>The machine's <c>mount</c>, which knows the helpers of file systems that the kernel does not mount alone; told as kubelet tells it (k8s.io/mount-utils).</summary>
internal static class MountCommand
{
    /// <param name="run">Runs programs.</param>
    /// <param name="type">The kind of file system.</param>
    /// <param name="options">Its options, as they are given; none at all if there are none.</param>
    /// <param name="source">What is mounted.</param>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public static async Task RunAsync(ProgramRunner run, string type, IReadOnlyCollection<string> options, string source, string folder, CancellationToken cancellationToken)
    {
        string[] arguments = ["-t", type, .. options.Count == 0 ? [] : (string[])["-o", string.Join(',', options)], source, folder];
        var result = await run("mount", arguments, cancellationToken);
        if (result.Code != 0)
            throw new ReferenceException($"mount failed: exit status {result.Code}\nMounting command: mount\nMounting arguments: {string.Join(' ', arguments)}\nOutput: {result.Text}\n");
    }

    /// <summary>Options in order and once each, with <c>ro</c> among them where nothing may be written.</summary>
    public static IEnumerable<string> Options(IEnumerable<string> options, bool isReadOnly) =>
        (isReadOnly ? options.Append("ro") : options).Distinct().Order(StringComparer.Ordinal);
}
