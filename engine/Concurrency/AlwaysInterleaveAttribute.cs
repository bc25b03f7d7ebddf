namespace Orleans.Concurrency;

/// <summary>Calls of the method may run while another call of the grain awaits; they still run in turns.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
