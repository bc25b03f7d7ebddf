using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Engine;

/// <summary>What a silo is made of besides its services.</summary>
internal sealed record EmbeddedSiloParts(EmbeddedEngineOptions Options, TimeProvider Time, ILogger Log, IReadOnlyCollection<Assembly> Assemblies);
