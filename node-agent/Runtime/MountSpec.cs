namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A file or folder of the machine inside a container.</summary>
/// <param name="Source">The path on the machine; it exists.</param>
/// <param name="Target">The path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
/// <param name="Propagation"><c>rprivate</c>, <c>rslave</c> or <c>rshared</c>.</param>
public sealed record MountSpec(string Source, string Target, bool ReadOnly = false, string Propagation = "rprivate");
