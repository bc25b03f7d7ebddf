using System.Reflection;

namespace Orleans.Kube.Engine;

/// <summary>An assembly with grain classes.</summary>
internal sealed record GrainAssembly(Assembly Assembly);
