"""kill -9 of a real watcher, hundreds of times, against receivers that write down what they get."""
