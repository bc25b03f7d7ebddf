using Orleans.Kube.NodeAgent.Programs;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Runs one of the machine's programs to its end.</summary>
/// <exception cref="FileNotFoundException">The machine has no such program.</exception>
internal delegate Task<ProgramResult> ProgramRunner(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
