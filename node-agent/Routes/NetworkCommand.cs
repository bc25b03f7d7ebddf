using Orleans.Kube.NodeAgent.Programs;

namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>The machine's own programs for its network: <c>ip</c>, <c>bridge</c>, <c>nsenter</c>.</summary>
public static class NetworkCommand
{
    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments, with spaces between them.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NetworkCommandException">It is missing, took too long, or failed.</exception>
    public static async Task<string> RunAsync(string program, string arguments, string input = "", CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await MachineProgram.RunAsync(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), input, MachineProgram.Patience, cancellationToken);
            return result.Code == 0 ? result.Output : throw new NetworkCommandException($"{program} {arguments}: {result.Error.Trim()}");
        }
        catch (IOException e)
        {
            throw new NetworkCommandException(e.Message, e);
        }
    }
}

/// <summary>Why the machine's network could not be changed.</summary>
public sealed class NetworkCommandException(string message, Exception? inner = null) : Exception(message, inner);
