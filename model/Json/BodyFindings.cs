namespace Orleans.Kube.Model.Json;

/// <summary>What a walk over a body found.</summary>
internal sealed class BodyFindings
{
    private const int MostProblems = 100;
    private readonly List<string> _problems = [];

    /// <summary>Why the text is no JSON, or null.</summary>
    public string? SyntaxError { get; set; }

    /// <summary>The first value of a wrong type, or null.</summary>
    public string? TypeError { get; private set; }

    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    /// <summary>Whether the document has nulls that stand for empty values.</summary>
    public bool HasNulls { get; set; }

    /// <summary>Unknown and duplicate fields, in document order.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public void Refuse(string typeError) => TypeError ??= typeError;

    /// <summary>Adds a problem before all others.</summary>
    public void PutProblem(string problem) => _problems.Insert(0, problem);

    public void AddProblem(string problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem)) _problems.Add(problem);
    }
}
