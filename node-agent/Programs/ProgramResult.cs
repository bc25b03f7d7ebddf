namespace Orleans.Kube.NodeAgent.Programs;

/// <summary>How a program ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it complained of.</param>
public readonly record struct ProgramResult(int Code, string Output, string Error = "")
{
    /// <summary>Both, as whoever runs it by hand would read them.</summary>
    public string Text => Output + Error;
}
